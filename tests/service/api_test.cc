// The public API only grows: the fields that were ever published keep their
// numbers, types and names.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "connectguard/v1/policy_analysis_service.pb.h"
#include "connectguard/v1/validation_service.pb.h"

namespace connectguard {
namespace {

const std::string kPath =
    std::string(CONNECTGUARD_SOURCE_DIR) + "/tests/service/api_fields.txt";

std::string TypeOf(const google::protobuf::FieldDescriptor& field) {
  if (field.message_type() != nullptr) {
    return field.message_type()->full_name();
  }
  if (field.enum_type() != nullptr) {
    return field.enum_type()->full_name();
  }
  return field.type_name();
}

void AddMessage(const google::protobuf::Descriptor& message,
                std::set<std::string>* lines) {
  for (int i = 0; i < message.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *message.field(i);
    lines->insert(
        fmt::format("{} = {}, {}{}", field.full_name(), field.number(),
                    field.is_repeated() ? "repeated " : "", TypeOf(field)));
  }
  for (int i = 0; i < message.nested_type_count(); ++i) {
    AddMessage(*message.nested_type(i), lines);
  }
}

void AddFile(const google::protobuf::FileDescriptor& file,
             std::set<std::string>* lines) {
  for (int i = 0; i < file.message_type_count(); ++i) {
    AddMessage(*file.message_type(i), lines);
  }
  for (int i = 0; i < file.enum_type_count(); ++i) {
    const google::protobuf::EnumDescriptor& type = *file.enum_type(i);
    for (int j = 0; j < type.value_count(); ++j) {
      lines->insert(fmt::format("{} = {}", type.value(j)->full_name(),
                                type.value(j)->number()));
    }
  }
  for (int i = 0; i < file.dependency_count(); ++i) {
    if (file.dependency(i)->package() == file.package()) {
      AddFile(*file.dependency(i), lines);
    }
  }
}

// `make golden` adds what is new.
TEST(ApiGoldenTest, KeepsEveryFieldThatWasPublished) {
  std::set<std::string> now;
  AddFile(*v1::ValidateRequest::descriptor()->file(), &now);
  AddFile(*v1::CanRequest::descriptor()->file(), &now);
  std::ifstream in(kPath);
  std::set<std::string> published;
  for (std::string line; std::getline(in, line);) {
    published.insert(line);
  }
  for (const std::string& line : published) {
    EXPECT_TRUE(now.contains(line)) << "changed: " << line;
  }
  if (std::getenv("CONNECTGUARD_UPDATE_GOLDENS") != nullptr) {
    published.insert(now.begin(), now.end());
    std::ofstream out(kPath);
    for (const std::string& line : published) {
      out << line << "\n";
    }
  }
  EXPECT_EQ(published, now) << "run `make golden`";
}

}  // namespace
}  // namespace connectguard
