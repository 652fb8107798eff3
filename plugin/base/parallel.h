// Independent pieces of work on all cores.
//
// The threads are of the process, one for each core but the one that asks; they
// sleep while there is nothing to do. Pieces are taken from both ends and
// finish in any order: each writes to a place of its own, and whoever called
// reads them in order, so that what is printed does not depend on the number of
// cores.
//
// Thread rule: may be called from any thread; returns when all is done.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace connectguard {

// Calls run(0) to run(count - 1), each once; `run` must not throw. The calling
// thread works as well; for one piece, on one core, or within a piece of other
// such work, whose threads keep the cores busy already, it does all of it.
void ParallelFor(std::size_t count,
                 const std::function<void(std::size_t)>& run);

}  // namespace connectguard
