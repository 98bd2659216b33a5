//! One thing wrong in UserInfo.

use super::{Last, refused};

#[tokio::test]
async fn c11_userinfo_invalid_sub() {
    refused("userinfo_sub_wrong", "userinfo_subject", Last::Userinfo).await;
}

#[tokio::test]
async fn c11_userinfo_missing_sub() {
    refused("userinfo_sub_missing", "userinfo_subject", Last::Userinfo).await;
}

#[tokio::test]
async fn c25_userinfo_signed_wrongly() {
    refused("userinfo_signed_bad", "userinfo_bad_answer", Last::Userinfo).await;
}
