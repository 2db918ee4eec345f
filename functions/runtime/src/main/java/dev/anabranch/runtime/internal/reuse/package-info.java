/** Reuses results instead of running actions: from the cache, or from the earlier run of a rerun. */
@NullMarked
package dev.anabranch.runtime.internal.reuse;

import org.jspecify.annotations.NullMarked;
