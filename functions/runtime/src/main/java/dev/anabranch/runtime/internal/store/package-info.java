/** Records in DynamoDB and payloads in S3: the ports of the action runtime, met with the AWS SDK, whose types appear nowhere else. */
@NullMarked
package dev.anabranch.runtime.internal.store;

import org.jspecify.annotations.NullMarked;
