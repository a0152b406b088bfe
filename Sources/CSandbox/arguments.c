#include "CSandbox.h"

#include <stddef.h>

static int argument_count;
static char **arguments;

/* Swift's own CommandLine reads /proc, which a confined program does not see. */
__attribute__((constructor)) static void keep(int count, char **values, char **environment) {
    (void)environment;
    argument_count = count;
    arguments = values;
}

int sandbox_argument_count(void) { return argument_count; }

const char *sandbox_argument(int index) { return index >= 0 && index < argument_count ? arguments[index] : NULL; }
