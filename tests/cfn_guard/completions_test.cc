#include "cfn_guard/completions.h"

#include <gtest/gtest.h>

namespace connectguard {
namespace {

std::vector<CommandSpec> Commands() {
  return {{.name = "eat",
           .about = "It's eaten.\nAll of it.",
           .options = {{'d', "dish", "DISH", "What"},
                       {.letter = 0,
                        .name = "with",
                        .value = "TOOL",
                        .help = "How",
                        .choices = {"fork", "spoon"}},
                       {'f', "fast", "", "Fast"}}}};
}

TEST(CompletionsTest, WritesBash) {
  EXPECT_EQ(CompletionScript("bash", "dog please", Commands()),
            R"sh(_dog_please() {
    local current="${COMP_WORDS[COMP_CWORD]}"
    local previous="${COMP_WORDS[COMP_CWORD-1]}"
    COMPREPLY=()
    if (( COMP_CWORD == 1 )); then COMPREPLY=($(compgen -W "please" -- "$current")); return; fi
    [[ "${COMP_WORDS[1]}" == please ]] || return
    if (( COMP_CWORD == 2 )); then COMPREPLY=($(compgen -W "eat help" -- "$current")); return; fi
    case "${COMP_WORDS[2]}" in
      eat)
        case "$previous" in
          -d|--dish) COMPREPLY=($(compgen -f -- "$current")); return ;;
          --with) COMPREPLY=($(compgen -W "fork spoon" -- "$current")); return ;;
        esac
        COMPREPLY=($(compgen -W "-d --dish --with -f --fast -h --help" -- "$current")) ;;
    esac
}
complete -F _dog_please dog
)sh");
}

TEST(CompletionsTest, WritesZshByWayOfBash) {
  EXPECT_EQ(CompletionScript("zsh", "dog please", Commands()),
            "autoload -U +X bashcompinit && bashcompinit\n" +
                CompletionScript("bash", "dog please", Commands()));
}

TEST(CompletionsTest, WritesFish) {
  EXPECT_EQ(
      CompletionScript("fish", "dog please", Commands()),
      R"sh(complete -c dog -n "__fish_seen_subcommand_from please; and not __fish_seen_subcommand_from eat help" -f -a eat -d 'It\'s eaten.'
complete -c dog -n "__fish_seen_subcommand_from please; and __fish_seen_subcommand_from eat" -s d -l dish -r -F -d 'What'
complete -c dog -n "__fish_seen_subcommand_from please; and __fish_seen_subcommand_from eat" -l with -r -f -a "fork spoon" -d 'How'
complete -c dog -n "__fish_seen_subcommand_from please; and __fish_seen_subcommand_from eat" -s f -l fast -d 'Fast'
)sh");
}

}  // namespace
}  // namespace connectguard
