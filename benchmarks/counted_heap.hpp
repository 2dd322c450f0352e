// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Counts what a program allocates. It replaces the operators of the program, so one source of it includes this.

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

namespace bench {

/// What is allocated, and the most that was at a time.
struct heap {
    std::size_t now = 0;
    std::size_t peak = 0;
};
inline heap own_heap;

inline constexpr std::size_t heap_head = 64; // members lie on lines of the cache

[[nodiscard]] inline void* take(std::size_t size) {
    void* const at = std::aligned_alloc(heap_head, (size + 2 * heap_head - 1) / heap_head * heap_head);
    if (at == nullptr) {
        std::abort();
    }
    std::memcpy(at, &size, sizeof size);
    own_heap.now += size;
    own_heap.peak = (std::max)(own_heap.peak, own_heap.now);
    return static_cast<std::byte*>(at) + heap_head;
}
inline void give(void* at) noexcept {
    if (at != nullptr) {
        void* const whole = static_cast<std::byte*>(at) - heap_head;
        std::size_t size = 0;
        std::memcpy(&size, whole, sizeof size);
        own_heap.now -= size;
        std::free(whole);
    }
}

} // namespace bench

void* operator new(std::size_t size) {
    return bench::take(size);
}
void* operator new(std::size_t size, std::align_val_t) {
    return bench::take(size);
}
void operator delete(void* at) noexcept {
    bench::give(at);
}
void operator delete(void* at, std::size_t) noexcept {
    bench::give(at);
}
void operator delete(void* at, std::align_val_t) noexcept {
    bench::give(at);
}
void operator delete(void* at, std::size_t, std::align_val_t) noexcept {
    bench::give(at);
}
