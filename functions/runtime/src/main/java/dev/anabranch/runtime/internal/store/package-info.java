/** Records in DynamoDB and payloads in S3, the only use of the AWS SDK for stores. */
@NullMarked
package dev.anabranch.runtime.internal.store;

import org.jspecify.annotations.NullMarked;
