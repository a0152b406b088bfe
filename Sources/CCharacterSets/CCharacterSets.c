#include "CCharacterSets.h"

#include <unicode/ucnv.h>
#include <unicode/udata.h>

CharacterSetConverter *character_set_open(const char *name) {
    UErrorCode error = U_ZERO_ERROR;
    // The tables lie in ICU's own library; a confined process may not look for others.
    udata_setFileAccess(UDATA_NO_FILES, &error);
    error = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &error);
    return U_SUCCESS(error) ? (CharacterSetConverter *)converter : NULL;
}

void character_set_close(CharacterSetConverter *converter) {
    ucnv_close((UConverter *)converter);
}

int32_t character_set_to_utf8(
    CharacterSetConverter *converter, const char *bytes, int32_t count, char *utf8, int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    ucnv_reset((UConverter *)converter);
    int32_t length = ucnv_toAlgorithmic(UCNV_UTF8, (UConverter *)converter, utf8, capacity, bytes, count, &error);
    return U_SUCCESS(error) || error == U_BUFFER_OVERFLOW_ERROR ? length : -1;
}
