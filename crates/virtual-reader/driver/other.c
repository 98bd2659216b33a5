/*
 * Another program that uses a card, for tests: it connects, says "ready", and stays until its
 * standard input closes.
 *
 *   exclusive     nobody else may use the card
 *   transaction   others may, but have to wait
 *   reset         it resets the card, and shares it
 */
#include <stdio.h>
#include <string.h>
#include <winscard.h>

int main(int count, char **words)
{
    const char *mode = count > 1 ? words[1] : "";
    DWORD share = strcmp(mode, "exclusive") == 0 ? SCARD_SHARE_EXCLUSIVE : SCARD_SHARE_SHARED;
    DWORD any = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;
    char readers[1024];
    DWORD length = sizeof readers, protocol;
    SCARDCONTEXT context;
    SCARDHANDLE card;
    LONG failed;

    failed = SCardEstablishContext(SCARD_SCOPE_USER, NULL, NULL, &context);
    failed = failed ? failed : SCardListReaders(context, NULL, readers, &length);
    failed = failed ? failed : SCardConnect(context, readers, share, any, &card, &protocol);
    if (!failed && strcmp(mode, "transaction") == 0)
        failed = SCardBeginTransaction(card);
    if (!failed && strcmp(mode, "reset") == 0)
        failed = SCardReconnect(card, share, any, SCARD_RESET_CARD, &protocol);
    if (failed)
        return 1;
    puts("ready");
    fflush(stdout);
    while (getchar() != EOF)
        continue;
    SCardDisconnect(card, SCARD_LEAVE_CARD);
    SCardReleaseContext(context);
    return 0;
}
