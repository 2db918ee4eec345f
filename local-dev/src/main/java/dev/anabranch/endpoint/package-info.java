/**
 * The embedded cloud on the network: Step Functions and DynamoDB in the AWS JSON protocol and S3 with path-style addresses, on
 * loopback only, so that the AWS command line and any SDK work against it. It translates and pages; what the operations do is
 * the engine's and the stores'.
 */
@NullMarked
package dev.anabranch.endpoint;

import org.jspecify.annotations.NullMarked;
