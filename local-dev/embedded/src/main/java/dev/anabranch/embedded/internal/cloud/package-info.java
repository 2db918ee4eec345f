/**
 * The embedded cloud: combines the engine, functions in this process and the stores. Workflows are deployed to it like
 * to AWS.
 */
@NullMarked
package dev.anabranch.embedded.internal.cloud;

import org.jspecify.annotations.NullMarked;
