// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <string>

namespace support {

/// The path of a file of real transactions: `cdnow/CDNOW_master.txt` in the folder that `LOYALTY_DATA_DIR` names, or beside the
/// checkout. The file may be absent: tests then skip.
inline std::string path_of_data(const std::string& name) {
#if defined(LOYALTY_SOURCE_DIR)
    const std::string source_folder = LOYALTY_SOURCE_DIR;
#else
    const std::string source_folder = ".";
#endif
    const char* const chosen = std::getenv("LOYALTY_DATA_DIR");
    return (chosen != nullptr ? chosen : source_folder + "/../shared/data") + '/' + name;
}

} // namespace support
