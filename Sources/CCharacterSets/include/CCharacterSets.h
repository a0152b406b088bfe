#ifndef CCHARACTERSETS_H
#define CCHARACTERSETS_H

#include <stdint.h>

// ICU's converters without ICU's headers, whose names carry ICU's version and which clash with Foundation's own ICU.

typedef struct CharacterSetConverter CharacterSetConverter;

/// The converter of a character set ICU knows by this name; NULL otherwise. Never opens a file.
CharacterSetConverter *character_set_open(const char *name);

void character_set_close(CharacterSetConverter *converter);

/// Writes the text as UTF-8 (what is malformed as U+FFFD) and returns how many bytes it takes, which may be more than
/// `capacity`: then nothing of use was written. -1: the conversion failed.
int32_t character_set_to_utf8(
    CharacterSetConverter *converter, const char *bytes, int32_t count, char *utf8, int32_t capacity);

#endif
