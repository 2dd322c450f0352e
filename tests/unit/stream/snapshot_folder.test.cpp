// SPDX-License-Identifier: BSL-1.0
//
// Snapshots on disk: who may write them, and what is read if one is torn.
#include "support/small_disk.hpp"
#include "support/temporary_folder.hpp"

#include <loyalty/stream/snapshot_folder.hpp>

#if LOYALTY_HAS_FILE_STORE

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace loyalty::streams;
namespace files = std::filesystem;

namespace {

struct temporary : temporary_folder {
    [[nodiscard]] std::string partition() const { return (path / "partition-2").string(); }
    [[nodiscard]] std::size_t count(const std::string& ending) const {
        std::size_t found = 0;
        for (const auto& each : files::directory_iterator{partition()}) {
            found += each.path().string().ends_with(ending) ? 1u : 0u;
        }
        return found;
    }
};

/// Saves so many bytes of one value, a thousand at a time.
store_error save(snapshot_folder& folder, std::uint8_t value, std::size_t size = 3'000) {
    const std::vector<std::byte> part(1'000, std::byte{value});
    return folder.save([&](auto&& write) {
        for (std::size_t done = 0; done < size; done += part.size()) {
            if (!write(std::span{part})) {
                return false;
            }
        }
        return true;
    });
}
/// The value of the newest snapshot that is whole; 0 if there is none.
std::uint8_t newest(const snapshot_folder& folder, std::size_t size = 3'000) {
    std::uint8_t value = 0;
    const auto found = folder.read_newest([&](std::span<const std::byte> bytes) {
        value = bytes.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(bytes.front());
        return bytes.size() == size && bytes.front() == bytes.back();
    });
    return found ? value : std::uint8_t{0};
}

} // namespace

TEST_CASE("the newest whole snapshot is read, and the two newest are kept") {
    const temporary here;
    snapshot_folder folder;
    REQUIRE_FALSE(folder.open(here.partition()));
    CHECK(newest(folder) == 0);
    CHECK(save(folder, 1).fault == store_fault::superseded); // nobody has claimed it
    REQUIRE_FALSE(folder.claim());
    CHECK(folder.epoch() == 1);
    for (std::uint8_t value = 1; value <= 12; ++value) { // the tenth stands behind the ninth
        REQUIRE_FALSE(save(folder, value));
        CHECK(newest(folder) == value);
    }
    CHECK(here.count(".snapshot") == 2);
    files::resize_file(here.path / "partition-2" / "1-12.snapshot", 1'234); // torn
    CHECK(newest(folder) == 11);
    std::ofstream{here.path / "partition-2" / "x-1.snapshot"} << "no snapshot of ours";
    std::ofstream{here.path / "partition-2" / "123456789012345678901.owner"} << "nor an owner";
    CHECK(newest(folder) == 11);
    CHECK(folder.is_owner());
}

TEST_CASE("of two owners the newer one writes") {
    const temporary here;
    snapshot_folder old_owner;
    REQUIRE_FALSE(old_owner.open(here.partition()));
    REQUIRE_FALSE(old_owner.claim());
    REQUIRE_FALSE(save(old_owner, 1));
    snapshot_folder new_owner;
    REQUIRE_FALSE(new_owner.open(here.partition()));
    REQUIRE_FALSE(new_owner.claim());
    CHECK(new_owner.epoch() == 2);
    CHECK(newest(new_owner) == 1);
    const store_error refused = save(old_owner, 9);
    CHECK(refused.fault == store_fault::superseded);
    CHECK(refused.sentence() ==
          "another owner has claimed the partition since: stop this worker, and let that one go on");
    REQUIRE_FALSE(save(new_owner, 2));
    REQUIRE_FALSE(save(new_owner, 3));
    CHECK(newest(old_owner) == 3);
    CHECK(here.count(".owner") == 1); // those of old owners are swept
    REQUIRE_FALSE(old_owner.claim());
    CHECK(old_owner.epoch() == 3);
}

TEST_CASE("an owner that stands still while another one takes over does not overwrite its snapshots") {
    const temporary here;
    constexpr std::size_t large = 2'000'000;
    snapshot_folder mine;
    REQUIRE_FALSE(mine.open(here.partition(), durability::process));
    for (int round = 0; round < 5; ++round) {
        const pid_t other = ::fork();
        REQUIRE(other >= 0);
        if (other == 0) { // it saves without an end, until it is refused
            snapshot_folder own;
            bool right = !own.open(here.partition(), durability::process) && !own.claim();
            store_error error{};
            for (int saves = 0; right && !error && saves < 100'000; ++saves) {
                error = save(own, 1, large);
            }
            ::_exit(error.fault == store_fault::superseded ? 7 : 8);
        }
        for (int tries = 0; newest(mine, large) != 1 && tries < 10'000; ++tries) {
            ::usleep(1'000);
        }
        ::usleep(static_cast<useconds_t>(700 * round));
        REQUIRE(::kill(other, SIGSTOP) == 0); // at any moment, also within a snapshot
        REQUIRE_FALSE(mine.claim());
        CHECK(newest(mine, large) == 1);
        REQUIRE_FALSE(save(mine, 2, large));
        REQUIRE(::kill(other, SIGCONT) == 0);
        int status = 0;
        REQUIRE(::waitpid(other, &status, 0) == other);
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 7);
        CHECK(newest(mine, large) == 2);
        CHECK(mine.is_owner());
    }
}

TEST_CASE("if the disk takes no more, the snapshots are as before") {
    const temporary here;
    snapshot_folder folder;
    REQUIRE_FALSE(folder.open(here.partition()));
    REQUIRE_FALSE(folder.claim());
    REQUIRE_FALSE(save(folder, 1));
    const pid_t other = ::fork();
    REQUIRE(other >= 0);
    if (other == 0) { // files of more than 2,000 bytes are refused, as by a full disk
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{2'000, 2'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const store_error error = save(folder, 2);
        ::_exit(error.fault == store_fault::system && error.system_code == EFBIG ? 7 : 8);
    }
    int status = 0;
    REQUIRE(::waitpid(other, &status, 0) == other);
    CHECK(WEXITSTATUS(status) == 7);
    CHECK(newest(folder) == 1);
    CHECK(here.count(".new") == 0);
    REQUIRE_FALSE(save(folder, 3));
    CHECK(newest(folder) == 3);
}

TEST_CASE("on a disk that is full the snapshots are as before, and the next one is written once there is room") {
    const temporary here;
    const small_disk disk{here.path.string(), 200'000};
    if (!disk.is_there()) {
        MESSAGE("skipped: this user may not mount a small file system");
        return;
    }
    snapshot_folder folder;
    REQUIRE_FALSE(folder.open(here.partition()));
    REQUIRE_FALSE(folder.claim());
    REQUIRE_FALSE(save(folder, 1, 60'000));
    REQUIRE_FALSE(save(folder, 2, 60'000));
    const store_error large =
        save(folder, 3, 120'000); // two of 60,000 stand there, and the third does not fit beside them
    CHECK(large.fault == store_fault::system);
    CHECK(large.system_code == ENOSPC);
    CHECK(here.count(".new") == 0);
    CHECK(newest(folder, 60'000) == 2);
    disk.fill();
    CHECK(save(folder, 3, 1'000).system_code == ENOSPC);
    CHECK(newest(folder, 60'000) == 2);
    snapshot_folder next; // a claim is a name without content, for which there is room
    REQUIRE_FALSE(next.open(here.partition()));
    REQUIRE_FALSE(next.claim());
    CHECK(newest(next, 60'000) == 2);
    disk.make_room();
    REQUIRE_FALSE(save(next, 4, 60'000));
    CHECK(newest(next, 60'000) == 4);
    CHECK(save(folder, 5, 1'000).fault == store_fault::superseded);
}

TEST_CASE("a folder that cannot be looked through is not one without snapshots") {
    const temporary here;
    snapshot_folder folder;
    REQUIRE_FALSE(folder.open(here.partition()));
    REQUIRE_FALSE(folder.claim());
    REQUIRE_FALSE(save(folder, 1));
    files::rename(here.partition(), here.path / "elsewhere"); // as if its disk were gone
    const auto none = [](std::span<const std::byte>) { return true; };
    const snapshot_search gone = folder.read_newest(none);
    CHECK_FALSE(gone.found);
    CHECK(gone.error.fault == store_fault::system);
    CHECK(gone.error.system_code == ENOENT);
    CHECK_FALSE(folder.is_owner());
    CHECK(save(folder, 2).fault == store_fault::system); // not superseded: nobody took its place
    CHECK(folder.claim().fault == store_fault::system);
    files::rename(here.path / "elsewhere", here.partition());
    CHECK(folder.is_owner());
    REQUIRE_FALSE(save(folder, 2));
    CHECK(newest(folder) == 2);
    const snapshot_search refused = folder.read_newest([](std::span<const std::byte>) { return false; });
    CHECK_FALSE(refused.found);
    CHECK(refused.refused == 2);
    CHECK_FALSE(refused.error);
}

#endif
