// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes the accounts of a programme: `[{"of": "points", "expiring": ...}, {"of": "stamps", "expiring": ...}]`.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/write_fields.hpp>

#include <cstddef>
#include <string>

namespace loyalty::json::writing {

/// Writes the account of points; or a list, if there are others.
template <class Text>
void write_accounts(writer& out, const Text& programme) {
    bool are_several = false;
    for (const bool each : programme.has_further) {
        are_several = are_several || each;
    }
    if (!are_several) {
        out.fields(programme.lots);
        return;
    }
    const auto write = [&]<class Lots>(const Lots& lots) {
        const std::size_t begin = out.text.size() + 1;
        out.fields(lots);
        out.text.insert(begin, "\"of\": " + in_quotes(out.words().unit_called(Lots::unit::code).code) + ", ");
    };
    out.text += '[';
    write(programme.lots);
    loyalty::detail::for_each_index<Text::further_type::size>([&](auto index) {
        if (programme.has_further[index]) {
            out.text += ", ";
            write(loyalty::detail::get<index>(programme.further_lots));
        }
    });
    out.text += ']';
}

} // namespace loyalty::json::writing
