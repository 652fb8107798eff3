// What names mean where an expression stands: the environment that
// source_references.h evaluates with. Only for its files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "readers/source_references.h"

namespace connectguard {

class SourceReferences::Scope final : public hcl::Environment {
 public:
  Scope(SourceReferences* all, Place place)
      : all_(all), place_(std::move(place)) {}

  const Place& place() const { return place_; }

  hcl::Value Root(std::string_view name) override;
  hcl::Value AttributeOf(const hcl::Handle& handle,
                         std::string_view name) override;
  hcl::Value IndexOf(const hcl::Handle& handle, const hcl::Value& key) override;
  hcl::Value ValueOf(const hcl::Handle& handle) override;
  bool IsCertain(const hcl::Handle& handle) const override;
  bool IsOrigin(const hcl::Handle& handle) const override;

  // `aws_s3_bucket.b["k"].id`
  static std::string TextOf(const hcl::Handle& handle);
  // True for a variable of the expression's own, such as an iterator.
  static bool IsBound(std::string_view name, const hcl::Bindings* bindings);

 private:
  SourceReferences* all_;
  Place place_;
};

}  // namespace connectguard
