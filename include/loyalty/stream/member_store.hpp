// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace loyalty::streams {

/// The members of a programme, side by side in memory, and what the host calls them. A member has a dense index, by the
/// order of first appearance: what transactions carry in `member`, and what `apply_all` takes.
///
/// @code
/// member_store<decltype(beauty)> store;
/// for (sale& each : sales) {
///     each.member = store.enrol(each.card_number);   // 0 for the first card, 1 for the next that is new, ...
/// }
/// apply_all(beauty, store.members(), std::span<const sale>{sales}, sink);
/// @endcode
///
/// Only enrolment and `reserve` allocate. `members()` and references into it hold until the next enrolment. At most
/// 2^32 - 1 members: one more is a programmer's error and asserts. If memory runs out, the exception of a standard
/// container passes through, and the store is as before.
template <class Programme, class Key = std::uint64_t, class Hash = std::hash<Key>>
class member_store {
public:
    using member_type = typename Programme::member_type;

    /// The index of a member, who is new if the key was not seen before.
    std::uint32_t enrol(const Key& key) {
        if (const auto found = indices_.find(key); found != indices_.end()) {
            return found->second;
        }
        LOYALTY_ASSERT(members_.size() < (std::numeric_limits<std::uint32_t>::max)());
        const auto index = static_cast<std::uint32_t>(members_.size());
        if (members_.size() == members_.capacity()) {
            members_.reserve(members_.empty() ? 16 : 2 * members_.size());
        }
        indices_.emplace(key, index);
        members_.emplace_back(); // cannot fail: the place is there
        return index;
    }

    /// The index of a member, or nothing if the key was never enrolled.
    [[nodiscard]] std::optional<std::uint32_t> find(const Key& key) const {
        const auto found = indices_.find(key);
        return found == indices_.end() ? std::nullopt : std::optional{found->second};
    }

    [[nodiscard]] std::span<member_type> members() noexcept { return members_; }
    [[nodiscard]] std::span<const member_type> members() const noexcept { return members_; }

    [[nodiscard]] member_type& operator[](std::size_t index) noexcept {
        LOYALTY_ASSERT(index < members_.size());
        return members_[index];
    }
    [[nodiscard]] const member_type& operator[](std::size_t index) const noexcept {
        LOYALTY_ASSERT(index < members_.size());
        return members_[index];
    }

    /// The keys by index, made anew by each call: for reports, which need them in an order that is the same everywhere.
    [[nodiscard]] std::vector<Key> keys() const {
        std::vector<Key> result(members_.size());
        for (const auto& [key, index] : indices_) {
            result[index] = key;
        }
        return result;
    }

    [[nodiscard]] std::size_t size() const noexcept { return members_.size(); }

    /// Makes room for as many members in all.
    void reserve(std::size_t members) {
        members_.reserve(members);
        indices_.reserve(members);
    }

private:
    static_assert(std::is_trivially_copyable_v<member_type>);

    std::vector<member_type> members_;
    std::unordered_map<Key, std::uint32_t, Hash> indices_;
};

} // namespace loyalty::streams
