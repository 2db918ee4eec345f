/**
 * The embedded cloud, put together: the engine, functions in this process and the stores, with workflows deployed to it as they would
 * be to AWS.
 */
@NullMarked
package dev.anabranch.embedded.internal.cloud;

import org.jspecify.annotations.NullMarked;
