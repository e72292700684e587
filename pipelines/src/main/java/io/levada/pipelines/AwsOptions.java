/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How AWS is reached, named as Beam names it. Credentials are no option: each machine finds its own
 * as the AWS command line does.
 */
@Description("AWS")
public interface AwsOptions extends PipelineOptions {

  @Description(
      "AWS region. By default the one that the environment (AWS_REGION), the profile or the role"
          + " names. Example: eu-west-1")
  @Nullable String getAwsRegion();

  void setAwsRegion(@Nullable String awsRegion);

  @Description(
      "Address of a server that takes the place of AWS, such as levada sandbox. By default the one"
          + " of AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, or AWS itself. Example:"
          + " http://127.0.0.1:4566")
  @Nullable String getEndpoint();

  void setEndpoint(@Nullable String endpoint);
}
