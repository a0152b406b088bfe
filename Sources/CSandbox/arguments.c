#include "CSandbox.h"

int sandbox_argument_count;
char **sandbox_arguments;

/* Swift's own CommandLine reads /proc, which a confined program does not see. */
__attribute__((constructor)) static void keep(int count, char **arguments, char **environment) {
    (void)environment;
    sandbox_argument_count = count;
    sandbox_arguments = arguments;
}
