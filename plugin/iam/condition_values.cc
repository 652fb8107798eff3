#include "iam/condition_values.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/number_text.h"
#include "iam/domains.h"

namespace connectguard {

namespace {

// Canonical base64: what decodes to the same bytes has the same text. Nullopt
// for text that is no base64.
std::optional<std::string> CanonicalBase64(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  std::string canonical(text);
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() &&
         text[text.size() - 1 - padding] == '=') {
    ++padding;
  }
  const std::string_view digits = text.substr(0, text.size() - padding);
  if (digits.find_first_not_of(kAlphabet) != std::string_view::npos) {
    return std::nullopt;
  }
  if (padding != 0) {
    const std::size_t last = kAlphabet.find(digits.back());
    const std::size_t kept =
        padding == 1 ? last & ~std::size_t{3} : last & ~std::size_t{15};
    canonical[digits.size() - 1] = kAlphabet[kept];
  }
  return canonical;
}

class ValuesReader {
 public:
  ValuesReader(const ConditionOperator& op, VariableReading reading,
               FormulaStore* store, std::vector<IamFinding>* findings)
      : op_(op), reading_(reading), store_(store), findings_(findings) {}

  ConditionValues Read(const Value& values) {
    for (const Value& item : OneOrMany(values)) {
      ReadItem(item);
    }
    if (OneOrMany(values).empty()) {
      Doubt(values, "empty-values", "the condition has no value",
            "what AWS makes of a condition without values is not documented");
      anything_ = true;
    }
    return Bounds();
  }

 private:
  void ReadItem(const Value& item) {
    if (item.Is(Kind::kUnknown)) {
      holes_.push_back(HoleOf(item, store_));
      anything_ = true;
      return;
    }
    const auto utf8 = IamScalarText(item);
    if (!utf8) {
      Doubt(item, "value-type",
            fmt::format("a condition compares with text, not with a {}",
                        KindName(item.kind)),
            "");
      anything_ = true;
      return;
    }
    const auto text = ToLatin1(*utf8);
    if (!text) {
      Doubt(item, "characters",
            "the value has characters that IAM does not take",
            "policies may have U+0020 to U+00FF, tabs and line ends");
      anything_ = true;
      return;
    }
    ReadText(item, *text);
  }

  void ReadText(const Value& item, const std::string& text) {
    switch (op_.family) {
      case OperatorFamily::kString:
        ReadString(item, text);
        break;
      case OperatorFamily::kArn:
        ReadArn(item, text);
        break;
      case OperatorFamily::kBool:
        ReadBool(item, text);
        break;
      case OperatorFamily::kBinary:
        ReadBinary(item, text);
        break;
      case OperatorFamily::kNumeric:
      case OperatorFamily::kDate:
        ReadNumeric(item, text);
        break;
      case OperatorFamily::kIpAddress:
        ReadAddress(item, text);
        break;
      case OperatorFamily::kNull:
        break;
    }
  }

  void ReadString(const Value& item, const std::string& text) {
    Add(item, ReadGlob(text, {.variables = reading_,
                              .wildcards = op_.wildcards,
                              .any_case = op_.any_case}));
  }

  void Add(const Value& item, ReadPattern pattern) {
    if (pattern.problem.empty()) {
      sure_.push_back(std::move(pattern.glob));
      return;
    }
    Doubt(item, "variable", std::move(pattern.problem),
          "write `${key}` or `${key, 'default'}`");
    possible_.push_back(pattern.glob.Widened());
  }

  void ReadArn(const Value& item, const std::string& text) {
    ReadPattern pattern =
        ReadGlob(text, {.variables = reading_, .wildcards = op_.wildcards});
    if (!pattern.problem.empty()) {
      Add(item, std::move(pattern));
      return;
    }
    if (auto arn = ArnGlob(pattern.glob, false)) {
      sure_.push_back(*std::move(arn));
      return;
    }
    if (pattern.glob.IsText()) {
      Report(item, "short-arn", "no ARN is equal to this text",
             "an ARN has six components: "
             "`arn:partition:service:region:account:resource`");
      sure_.push_back(std::move(pattern.glob));
      return;
    }
    Doubt(item, "short-arn",
          fmt::format("`{}` is no pattern of an ARN: components are compared "
                      "one by one, and it has fewer than six",
                      ToUtf8(text)),
          "write all six components, `*` where any will do");
    possible_.push_back(pattern.glob.Widened());
  }

  void ReadBool(const Value& item, const std::string& text) {
    const std::string lower = ToLower(text);
    if (lower != "true" && lower != "false" &&
        (text.find("${") == std::string::npos ||
         reading_ == VariableReading::kText)) {
      Misfit(item, text, "neither true nor false");
      return;
    }
    Add(item, ReadGlob(text, {.variables = reading_,
                              .wildcards = false,
                              .any_case = true}));
  }

  void ReadBinary(const Value& item, const std::string& text) {
    if (const auto canonical = CanonicalBase64(text)) {
      sure_.push_back(Glob::Text(*canonical));
    } else {
      Misfit(item, text, "no base64");
    }
  }

  void ReadNumeric(const Value& item, const std::string& text) {
    const bool is_date = op_.family == OperatorFamily::kDate;
    const auto number = is_date ? ReadDate(text, kMaxPolicyDecimals)
                                : ReadNumber(text, kMaxPolicyDecimals);
    if (!number || number->whole >= kMaxPolicyNumber ||
        number->whole <= -kMaxPolicyNumber) {
      Misfit(item, text,
             is_date ? "no date with a time zone" : "no decimal number");
      return;
    }
    NumberInterval interval;
    switch (op_.order) {
      case OperatorOrder::kEquals:
        interval = {.from = number, .to = number};
        break;
      case OperatorOrder::kLess:
        interval = {.to = number, .to_open = true};
        break;
      case OperatorOrder::kLessOrEqual:
        interval = {.to = number};
        break;
      case OperatorOrder::kGreater:
        interval = {.from = number, .from_open = true};
        break;
      case OperatorOrder::kGreaterOrEqual:
        interval = {.from = number};
        break;
    }
    intervals_.push_back(interval);
  }

  void ReadAddress(const Value& item, const std::string& text) {
    const auto parsed = ReadIpRange(text);
    // Whether an IPv4 address mapped into IPv6 is the one or the other is not
    // documented.
    const bool mapped = parsed && parsed->range.from.v6 &&
                        parsed->range.from.high == 0 &&
                        parsed->range.from.low >> 32 == 0xFFFF;
    if (!parsed || mapped) {
      Misfit(item, text, "no address or range");
      return;
    }
    if (parsed->host_bits) {
      findings_->push_back(
          {.check = "host-bits",
           .severity = IamSeverity::kWarning,
           .value = &item,
           .message = fmt::format("`{}` has bits behind its prefix", text),
           .hint =
               fmt::format("it means `{}/{}`",
                           IpAddressText(parsed->range.from), parsed->prefix)});
    }
    ranges_.push_back(parsed->range);
  }

  void Misfit(const Value& item, const std::string& text,
              std::string_view what) {
    Doubt(item, "value-type",
          fmt::format("`{}` is {}, which {} compares with", ToUtf8(text), what,
                      op_.name),
          "");
    anything_ = true;
  }

  void Report(const Value& item, std::string_view check, std::string message,
              std::string hint) {
    findings_->push_back({.check = check,
                          .value = &item,
                          .message = std::move(message),
                          .hint = std::move(hint)});
  }

  void Doubt(const Value& item, std::string_view check, std::string message,
             std::string hint) {
    holes_.push_back(store_->Keep(IamHole{.value = &item, .reason = message}));
    Report(item, check, std::move(message), std::move(hint));
  }

  ConditionValues Bounds() {
    ConditionValues bounds{.holes = std::move(holes_)};
    bounds.lower = store_->Keep(Lower(false));
    bounds.upper = bounds.lower;
    if (anything_) {
      bounds.upper = store_->Keep(ValueSet(TextSet::Everything()));
    } else if (!possible_.empty()) {
      std::vector<Glob> all = sure_;
      all.insert(all.end(), possible_.begin(), possible_.end());
      bounds.upper = store_->Keep(ValueSet(TextSet(std::move(all))));
    } else if (op_.negated && IsTyped()) {
      // What a negated operator makes of a value of another type is not
      // documented.
      bounds.upper = store_->Keep(Lower(true));
      bounds.holes.push_back(store_->Keep(
          IamHole{.reason = fmt::format("what {} makes of a value of another "
                                        "type is not documented",
                                        op_.name)}));
    }
    return bounds;
  }

  bool IsTyped() const {
    return op_.family == OperatorFamily::kNumeric ||
           op_.family == OperatorFamily::kDate ||
           op_.family == OperatorFamily::kIpAddress;
  }

  ValueSet Lower(bool takes_others) const {
    switch (op_.family) {
      case OperatorFamily::kNumeric:
        return {ValueSetKind::kNumber, intervals_, takes_others};
      case OperatorFamily::kDate:
        return {ValueSetKind::kDate, intervals_, takes_others};
      case OperatorFamily::kIpAddress:
        return ValueSet(ranges_, takes_others);
      default:
        return ValueSet(TextSet(sure_));
    }
  }

  const ConditionOperator& op_;
  VariableReading reading_;
  FormulaStore* store_;
  std::vector<IamFinding>* findings_;
  std::vector<const IamHole*> holes_;
  bool anything_ = false;
  std::vector<Glob> sure_;
  std::vector<Glob> possible_;
  std::vector<NumberInterval> intervals_;
  std::vector<IpRange> ranges_;
};

}  // namespace

ConditionValues ReadConditionValues(const Value& values,
                                    const ConditionOperator& op,
                                    VariableReading reading,
                                    FormulaStore* store,
                                    std::vector<IamFinding>* findings) {
  return ValuesReader(op, reading, store, findings).Read(values);
}

std::optional<std::string> IamScalarText(const Value& value) {
  switch (value.kind) {
    case Kind::kString:
      return std::string(value.AsString());
    case Kind::kBool:
      return value.boolean ? "true" : "false";
    case Kind::kInt:
      return std::to_string(value.integer);
    case Kind::kFloat:
      return PlainNumber(value.real);
    default:
      return std::nullopt;
  }
}

std::span<const Value> OneOrMany(const Value& value) {
  if (value.Is(Kind::kList)) {
    return value.AsList();
  }
  return {&value, 1};
}

const IamHole* HoleOf(const Value& unknown, FormulaStore* store) {
  std::string reason(unknown.unknown->reason);
  if (!unknown.unknown->references.empty()) {
    reason += fmt::format(": `{}`", unknown.unknown->references[0].text);
  }
  return store->Keep(IamHole{.value = &unknown, .reason = std::move(reason)});
}

}  // namespace connectguard
