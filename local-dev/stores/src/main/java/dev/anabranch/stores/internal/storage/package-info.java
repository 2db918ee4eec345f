/**
 * The shared parts of the embedded cloud: storage of data, metering and fault injection. Does not depend on workflows.
 */
@NullMarked
package dev.anabranch.stores.internal.storage;

import org.jspecify.annotations.NullMarked;
