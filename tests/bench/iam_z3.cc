// A third opinion: the same random questions asked of Z3 with its theory of
// strings, answers and times beside ours. The encoding is made from the
// documents by themselves, as the IAM User Guide has it, and shares no code
// with plugin/iam.
//
//   bench_iam_z3 [QUESTIONS [SEED]]
//
// A request on which the two differ is shown to the reference evaluator as
// well: it says who is right. Exit code 1 when somebody is wrong for certain.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <z3++.h>

#include "document/document.h"
#include "iam/action_table.h"
#include "iam/questions.h"
#include "iam/reference_evaluator.h"
#include "iam/small_world.h"
#include "readers/json_reader.h"

namespace connectguard::testing {
namespace {

// Milliseconds for one question.
constexpr unsigned kPatience = 1500;

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

// REQUIRES: a text or a list of them.
std::vector<std::string> TextsOf(const Value& value) {
  if (value.Is(Kind::kString)) {
    return {std::string(value.AsString())};
  }
  std::vector<std::string> texts;
  for (const Value& item : value.AsList()) {
    texts.emplace_back(item.AsString());
  }
  return texts;
}

// Random policies of what the encoding has, dense enough that questions about
// two of them are seldom trivial.
class QuestionMaker {
 public:
  explicit QuestionMaker(std::uint64_t seed) : random_(seed) {}

  std::string Document() {
    std::string text = R"({"Version": "2012-10-17", "Statement": [)";
    const std::size_t count = 1 + Below(4);
    for (std::size_t i = 0; i < count; ++i) {
      text += (i == 0 ? "" : ", ") + Statement();
    }
    return text + "]}";
  }

 private:
  using Words = std::vector<std::string>;

  std::size_t Below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

  std::string List(const Words& words) {
    std::string list = "[";
    const std::size_t count = 1 + Below(3);
    for (std::size_t i = 0; i < count; ++i) {
      list += (i == 0 ? "\"" : ", \"") + words[Below(words.size())] + "\"";
    }
    return list + "]";
  }

  std::string Statement() {
    static const Words kActions = {"s3:Get*", "s3:*Object",  "s3:GetObject",
                                   "s3:*",    "s3:?et*",     "sqs:*",
                                   "*",       "S3:PutObject"};
    static const Words kResources = {"*",
                                     "arn:aws:s3:::b/*",
                                     "arn:aws:s3:::b/a*",
                                     "arn:*:s3:*",
                                     "arn:aws:s3:::*/a?",
                                     "arn:aws:s3:::b/a",
                                     "arn:aws:s3:::*",
                                     "arn:aws:sqs:*:111122223333:q*"};
    std::string text = R"({"Effect": ")";
    text += Below(3) == 0 ? "Deny" : "Allow";
    text += Below(5) == 0 ? R"(", "NotAction": )" : R"(", "Action": )";
    text += List(kActions);
    text += Below(5) == 0 ? R"(, "NotResource": )" : R"(, "Resource": )";
    text += List(kResources);
    return text + (Below(2) == 0 ? Condition() : "") + "}";
  }

  std::string Condition() {
    static const Words kOperators = {
        "StringEquals",         "StringNotEquals",      "StringLike",
        "StringNotLike",        "StringEqualsIfExists", "StringLikeIfExists",
        "StringNotLikeIfExists"};
    static const Words kValues = {"vpc-*", "vpc-1", "*1", "v?c-1", "*"};
    switch (Below(4)) {
      case 0:
        return R"(, "Condition": {"Bool": {"aws:SecureTransport": ")" +
               std::string(Below(2) == 0 ? "true" : "false") + "\"}}";
      case 1:
        return R"(, "Condition": {"Null": {"aws:SourceVpc": ")" +
               std::string(Below(2) == 0 ? "true" : "false") + "\"}}";
      default:
        return R"(, "Condition": {")" + kOperators[Below(kOperators.size())] +
               R"(": {"aws:SourceVpc": )" + List(kValues) + "}}";
    }
  }

  std::mt19937_64 random_;
};

// An action is two texts, a resource `*` or six: as variables of their own they
// need few regular expressions.
class Encoder {
 public:
  explicit Encoder(z3::context* context)
      : context_(*context), service_(Text("service")), name_(Text("name")) {
    for (int i = 0; i < 6; ++i) {
      arn_.push_back(Text("arn " + std::to_string(i)));
    }
  }

  // What the document permits: some Allow and no Deny matches.
  z3::expr Permits(const Value& document) {
    z3::expr allows = context_.bool_val(false);
    z3::expr denies = context_.bool_val(false);
    for (const Value& statement : Find(document, "Statement")->AsList()) {
      const bool allow = Find(statement, "Effect")->AsString() == "Allow";
      (allow ? allows : denies) =
          (allow ? allows : denies) || Matches(statement);
    }
    return allows && !denies;
  }

  // What every request has: an action, `*` or an ARN, and the keys that AWS
  // always sends, in their types.
  z3::expr Axioms() {
    z3::expr all = service_.length() > 0 && name_.length() > 0 &&
                   arn_[0] == context_.string_val("arn");
    for (const std::string& key : keys_) {
      if (key == "aws:securetransport") {
        all = all && Present(key) &&
              (KeyText(key) == context_.string_val("true") ||
               KeyText(key) == context_.string_val("false"));
      }
    }
    return all;
  }

  // As a request for the reference evaluator.
  ReferenceRequest RequestOf(const z3::model& model) {
    ReferenceRequest request;
    request.principal_type = "AWS";
    request.principal = "arn:aws:iam::777788889999:user/mallory";
    request.action = TextIn(model, service_) + ":" + TextIn(model, name_);
    request.resource = TextIn(model, arn_[0]);
    for (std::size_t i = 1; i < arn_.size(); ++i) {
      request.resource += ":" + TextIn(model, arn_[i]);
    }
    if (model.eval(IsStar(), true).is_true()) {
      request.resource = "*";
    }
    for (const std::string& key : keys_) {
      if (model.eval(Present(key), true).is_true()) {
        request.keys[key] = {TextIn(model, KeyText(key))};
      }
    }
    return request;
  }

 private:
  z3::expr Text(const std::string& name) {
    return context_.constant(name.c_str(), context_.string_sort());
  }
  z3::expr IsStar() { return context_.bool_const("resource is star"); }

  // `*` is any run, `?` one.
  z3::expr Like(const z3::expr& text, const std::string& pattern) {
    if (pattern == "*") {
      return context_.bool_val(true);
    }
    const std::size_t wildcard = pattern.find_first_of("*?");
    if (wildcard == std::string::npos) {
      return text == context_.string_val(pattern);
    }
    if (wildcard + 1 == pattern.size() && pattern.back() == '*') {
      return z3::prefixof(context_.string_val(pattern.substr(0, wildcard)),
                          text);
    }
    z3::sort string_sort = context_.string_sort();
    const z3::sort re_sort = context_.re_sort(string_sort);
    z3::expr_vector parts(context_);
    parts.push_back(z3::to_re(context_.string_val("")));
    for (const char c : pattern) {
      const z3::expr any =
          z3::range(context_.string_val(" "), context_.string_val("~"));
      parts.push_back(c == '*' ? z3::star(any)
                      : c == '?'
                          ? any
                          : z3::to_re(context_.string_val(std::string(1, c))));
    }
    return z3::in_re(text, z3::concat(parts));
  }

  z3::expr IsAction(const std::string& pattern) {
    const std::size_t colon = pattern.find(':');
    return colon == std::string::npos
               ? context_.bool_val(true)
               : Like(service_, Lower(pattern.substr(0, colon))) &&
                     Like(name_, Lower(pattern.substr(colon + 1)));
  }

  // Components that are missing are any.
  z3::expr IsResource(const std::string& pattern) {
    if (pattern == "*") {
      return context_.bool_val(true);
    }
    z3::expr all = !IsStar();
    std::size_t begin = 0;
    for (std::size_t i = 0; i < arn_.size() && begin <= pattern.size(); ++i) {
      const std::size_t end =
          i == 5 ? pattern.size()
                 : std::min(pattern.find(':', begin), pattern.size());
      const std::string part = pattern.substr(begin, end - begin);
      all = all && Like(arn_[i], i == 5 ? part : Lower(part));
      begin = end + 1;
    }
    return all;
  }

  z3::expr Matches(const Value& statement) {
    z3::expr matches =
        Element(statement, "Action", "NotAction",
                [this](const std::string& text) { return IsAction(text); }) &&
        Element(statement, "Resource", "NotResource",
                [this](const std::string& text) { return IsResource(text); });
    if (const Value* condition = Find(statement, "Condition")) {
      for (const Member& op : condition->AsMap()) {
        for (const Member& key : op.value.AsMap()) {
          matches =
              matches && Clause(std::string(op.key->text),
                                Lower(std::string(key.key->text)), key.value);
        }
      }
    }
    return matches;
  }

  template <typename OneOf>
  z3::expr Element(const Value& statement, const char* name,
                   const char* negated, const OneOf& one_of) {
    const Value* positive = Find(statement, name);
    const Value* value =
        positive != nullptr ? positive : Find(statement, negated);
    z3::expr some = context_.bool_val(false);
    for (const std::string& text : TextsOf(*value)) {
      some = some || one_of(text);
    }
    return positive != nullptr ? some : !some;
  }

  z3::expr Clause(std::string op, const std::string& key, const Value& values) {
    keys_.insert(key);
    constexpr std::string_view kIfExists = "IfExists";
    const bool if_exists = op.ends_with(kIfExists);
    if (if_exists) {
      op.resize(op.size() - kIfExists.size());
    }
    if (op == "Null") {
      return TextsOf(values)[0] == "true" ? !Present(key) : Present(key);
    }
    const bool negated = op.find("Not") != std::string::npos;
    z3::expr some = context_.bool_val(false);
    for (const std::string& text : TextsOf(values)) {
      some = some || One(op, key, text);
    }
    if (negated) {
      return !Present(key) || !some;
    }
    return if_exists ? !Present(key) || some : Present(key) && some;
  }

  z3::expr One(const std::string& op, const std::string& key,
               const std::string& text) {
    if (op == "StringEquals" || op == "StringNotEquals") {
      return KeyText(key) == context_.string_val(text);
    }
    if (op == "Bool") {
      return KeyText(key) == context_.string_val(Lower(text));
    }
    return Like(KeyText(key), text);
  }

  z3::expr Present(const std::string& key) {
    return context_.bool_const(("has " + key).c_str());
  }
  z3::expr KeyText(const std::string& key) { return Text("key " + key); }
  std::string TextIn(const z3::model& model, const z3::expr& text) {
    return model.eval(text, true).get_string();
  }

  z3::context& context_;
  z3::expr service_;
  z3::expr name_;
  std::vector<z3::expr> arn_;
  std::set<std::string> keys_;
};

using Clock = std::chrono::steady_clock;

double MillisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start)
      .count();
}

double Median(std::vector<double> times) {
  if (times.empty()) {
    return 0;
  }
  const auto middle = times.begin() + static_cast<long>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

struct Tally {
  std::size_t agreed = 0;
  std::size_t ours_unknown = 0;
  std::size_t theirs_unknown = 0;
  std::size_t wrong = 0;     // One of the two, by the reference evaluator.
  std::size_t encoding = 0;  // A model that the evaluator does not confirm.
  std::vector<double> ours;
  std::vector<double> theirs;
};

const Value* Parse(const std::string& json, Document* document) {
  const auto root = ReadJson(document, document->AddFile("policy.json", json));
  if (!root) {
    std::abort();
  }
  return *root;
}

void AskOne(std::uint64_t seed, Tally* tally) {
  QuestionMaker maker(seed);
  const std::string a = maker.Document();
  const std::string b = maker.Document();
  Document document;
  const Value* first = Parse(a, &document);
  const Value* second = Parse(b, &document);
  z3::context context;
  Encoder encoder(&context);
  z3::solver solver(context);
  solver.set("timeout", kPatience);
  const z3::expr beyond = encoder.Permits(*first) && !encoder.Permits(*second);
  solver.add(beyond && encoder.Axioms());
  auto start = Clock::now();
  const z3::check_result theirs = solver.check();
  tally->theirs.push_back(MillisecondsSince(start));
  start = Clock::now();
  const auto policy_a = IamPolicy::Read(*first, IamPolicyKind::kIdentity);
  const auto policy_b = IamPolicy::Read(*second, IamPolicyKind::kIdentity);
  const IamPolicy* const one = policy_a.get();
  const IamPolicy* const other = policy_b.get();
  const IamAnswer ours = AtMost({&one, 1}, {&other, 1});
  tally->ours.push_back(MillisecondsSince(start));
  if (ours.verdict == IamVerdict::kUnknown) {
    ++tally->ours_unknown;
  } else if (theirs == z3::unknown) {
    ++tally->theirs_unknown;
  } else if ((ours.verdict == IamVerdict::kNo) == (theirs == z3::sat)) {
    ++tally->agreed;
  } else {
    const ReferenceRequest request = theirs == z3::sat
                                         ? encoder.RequestOf(solver.get_model())
                                         : ToReference(*ours.witness);
    const ReferenceEvaluator evaluator(request, false);
    const bool real = evaluator.Permits(*first) && !evaluator.Permits(*second);
    ++(real ? tally->wrong : tally->encoding);
    std::printf("seed %llu: ours %s, Z3 %s\n  a %s\n  b %s\n  %s: %s\n",
                static_cast<unsigned long long>(seed),
                ours.verdict == IamVerdict::kNo ? "no" : "yes",
                theirs == z3::sat ? "no" : "yes", a.c_str(), b.c_str(),
                real ? "it is really allowed by a alone"
                     : "the reference evaluator does not confirm it",
                ToText(request).c_str());
  }
}

int Run(std::uint64_t questions, std::uint64_t seed) {
  KnownActions();  // Reads the tables, so that no question does.
  Tally tally;
  for (std::uint64_t i = 0; i < questions; ++i) {
    AskOne(seed + i, &tally);
  }
  std::printf(
      "%llu random questions: %zu agree, %zu differ, %zu of them not "
      "confirmed\n"
      "no answer: %zu of ours, %zu of Z3's within %u ms\n"
      "median: %.3f ms ours, %.3f ms Z3's\n",
      static_cast<unsigned long long>(questions), tally.agreed,
      tally.wrong + tally.encoding, tally.encoding, tally.ours_unknown,
      tally.theirs_unknown, kPatience, Median(tally.ours),
      Median(tally.theirs));
  return tally.wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace connectguard::testing

int main(int argc, char** argv) {
  const auto number = [&](int index, std::uint64_t fallback) {
    return argc > index ? std::strtoull(argv[index], nullptr, 10) : fallback;
  };
  return connectguard::testing::Run(number(1, 500), number(2, 1));
}
