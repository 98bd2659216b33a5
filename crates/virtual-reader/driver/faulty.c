/*
 * A driver for pcscd (IFD handler, version 3) for tests: its reader is what a file says.
 *
 *   absent        no card
 *   card ATR      a card; it answers 9000 to everything
 *   lossy ATR     a card; every command gets lost
 *   mute          something without power
 *   gone          the reader does not answer
 *
 * The file is the DEVICENAME of reader.conf. pcscd asks for the card every 400 ms.
 */
#include <stdio.h>
#include <string.h>
#include <ifdhandler.h>

static char file[1024];

struct state {
    char word[16];
    unsigned char atr[MAX_ATR_SIZE];
    DWORD length;
};

static struct state look(void)
{
    struct state state = {"gone", {0}, 0};
    char hex[2 * MAX_ATR_SIZE + 1] = "";
    FILE *stream = fopen(file, "r");
    unsigned byte;

    if (stream) {
        if (fscanf(stream, "%15s %66[0-9A-F]", state.word, hex) < 1)
            strcpy(state.word, "gone");
        fclose(stream);
    }
    while (state.length < MAX_ATR_SIZE && sscanf(hex + 2 * state.length, "%2x", &byte) == 1)
        state.atr[state.length++] = (unsigned char)byte;
    return state;
}

static int is(const struct state *state, const char *word)
{
    return strcmp(state->word, word) == 0;
}

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR name)
{
    (void)lun;
    snprintf(file, sizeof file, "%s", name);
    return IFD_SUCCESS;
}

RESPONSECODE IFDHCreateChannel(DWORD lun, DWORD channel)
{
    (void)lun;
    (void)channel;
    return IFD_NOT_SUPPORTED;
}

RESPONSECODE IFDHCloseChannel(DWORD lun)
{
    (void)lun;
    return IFD_SUCCESS;
}

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value)
{
    (void)lun;
    if ((tag == TAG_IFD_SLOTS_NUMBER || tag == TAG_IFD_SIMULTANEOUS_ACCESS) && *length >= 1) {
        *length = 1;
        *value = 1;
        return IFD_SUCCESS;
    }
    return IFD_ERROR_TAG;
}

RESPONSECODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value)
{
    (void)lun;
    (void)tag;
    (void)length;
    (void)value;
    return IFD_NOT_SUPPORTED;
}

RESPONSECODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR pts1,
                                       UCHAR pts2, UCHAR pts3)
{
    (void)lun;
    (void)protocol;
    (void)flags;
    (void)pts1;
    (void)pts2;
    (void)pts3;
    return IFD_SUCCESS;
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length)
{
    struct state state = look();

    (void)lun;
    *length = 0;
    if (action == IFD_POWER_DOWN)
        return IFD_SUCCESS;
    if (is(&state, "gone"))
        return IFD_NO_SUCH_DEVICE;
    if (is(&state, "card") || is(&state, "lossy")) {
        memcpy(atr, state.atr, state.length);
        *length = state.length;
        return IFD_SUCCESS;
    }
    return IFD_ERROR_POWER_ACTION;
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER send, PUCHAR command, DWORD sent,
                               PUCHAR answer, PDWORD length, PSCARD_IO_HEADER receive)
{
    struct state state = look();

    (void)lun;
    (void)send;
    (void)command;
    (void)sent;
    (void)receive;
    if (is(&state, "gone") || !is(&state, "card") || *length < 2) {
        *length = 0;
        return is(&state, "gone") ? IFD_NO_SUCH_DEVICE : IFD_COMMUNICATION_ERROR;
    }
    answer[0] = 0x90;
    answer[1] = 0x00;
    *length = 2;
    return IFD_SUCCESS;
}

RESPONSECODE IFDHControl(DWORD lun, DWORD code, PUCHAR sent, DWORD sent_length, PUCHAR answer,
                         DWORD room, LPDWORD length)
{
    (void)lun;
    (void)code;
    (void)sent;
    (void)sent_length;
    (void)answer;
    (void)room;
    *length = 0;
    return IFD_NOT_SUPPORTED;
}

RESPONSECODE IFDHICCPresence(DWORD lun)
{
    struct state state = look();

    (void)lun;
    if (is(&state, "gone"))
        return IFD_NO_SUCH_DEVICE;
    return is(&state, "absent") ? IFD_ICC_NOT_PRESENT : IFD_ICC_PRESENT;
}
