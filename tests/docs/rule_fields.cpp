// SPDX-License-Identifier: BSL-1.0
//
// Prints the table of docs/rule_fields.md: each rule of the library with the fields that it lists.
#include "support/every_rule.hpp"

#include <loyalty/explain/choice_names.hpp>

#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace loyalty;

template <class Type>
std::string_view type_name() {
    if constexpr (std::is_array_v<Type>) {
        return type_name<std::remove_cvref_t<decltype(std::declval<Type&>()[0])>>() == "integer" ? "integers" : "list";
    } else if constexpr (std::is_same_v<Type, bool>) {
        return "yes or no";
    } else if constexpr (std::is_enum_v<Type>) {
        return "choice";
    } else if constexpr (std::is_integral_v<Type>) {
        return std::is_unsigned_v<Type> ? "bits" : "integer";
    } else if constexpr (requires(const Type& value) { value.minor_units(); }) {
        return "amount";
    } else if constexpr (std::is_same_v<Type, ratio>) {
        return "ratio";
    } else if constexpr (requires(const Type& value) { value.none_is_negative(); }) {
        return "ratios";
    } else if constexpr (std::is_same_v<Type, date_window>) {
        return "dates";
    } else if constexpr (detail::has_leaves<Type>) {
        return "list";
    } else {
        return "rule";
    }
}

/// The enumerators of a choice, as C++ and a text name them; empty for all else.
template <class Type>
std::string choices_of() {
    std::string text;
    if constexpr (requires { io::descriptions::names_of<Type>::all; }) {
        for (const std::string_view each : io::descriptions::names_of<Type>::all) {
            text += each.empty() ? std::string{} : (text.empty() ? "`" : ", `") + std::string{each} + "`";
        }
    }
    return text;
}

std::string text_of(const extensions::bound& within) {
    switch (within.what) {
    case extensions::bound::kind::not_empty:
        return "not empty";
    case extensions::bound::kind::valid:
        return "in the calendar";
    case extensions::bound::kind::number:
        return within.most < 1'000'000 ? std::to_string(within.least) + " to " + std::to_string(within.most)
               : within.least == 1     ? "above 0"
                                       : std::to_string(within.least) + " or above";
    case extensions::bound::kind::none:
        break;
    }
    return "";
}

struct printer {
    template <class Rule>
    void as(std::string_view called, const Rule&) {
        detail::for_each_index<Rule::rule_fields.size>([&](auto index) {
            const auto& field = detail::get<index>(Rule::rule_fields.all);
            using type = typename std::remove_cvref_t<decltype(field)>::type;
            const std::string name{index == 0 ? "`" + std::string{called} + "`" : std::string{}};
            std::printf("| %s | `%.*s` | %.*s | %s | %.*s |\n", name.c_str(), static_cast<int>(field.name.size()),
                        field.name.data(), static_cast<int>(type_name<type>().size()), type_name<type>().data(),
                        (text_of(field.within) + choices_of<type>()).c_str(), static_cast<int>(field.meaning.size()),
                        field.meaning.data());
        });
    }
    template <class Rule>
    void operator()(const Rule& rule) {
        as(Rule::name, rule);
    }
    void head(const char* title) {
        std::printf("\n## %s\n\n| rule | field | type | bound | meaning |\n|---|---|---|---|---|\n", title);
    }
};

} // namespace

int main() {
    std::printf(
        "# Fields of the rules\n\n"
        "Each rule lists its fields once, with their bounds: `cap_at{0_points}` breaks the bound of its field "
        "`most`.\n"
        "This page is printed from those lists by tests/docs/rule_fields.cpp, and a test compares it. A rule "
        "without\n"
        "fields, such as `lifetime{}`, is not listed. A field of type *rule* holds another rule of this page.\n");
    printer out;
    for_each_rule(out);
    return 0;
}
