#include "gate/functions.h"

#include "builtins/builtins.h"
#include "readers/yaml_reader.h"

namespace connectguard {

FunctionTable DefaultFunctions() { return AllFunctions(ReadEmbeddedYaml); }

}  // namespace connectguard
