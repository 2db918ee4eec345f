/** Results that an action takes over instead of running: from the cache, or from the run that a rerun continues. */
@NullMarked
package dev.anabranch.runtime.internal.reuse;

import org.jspecify.annotations.NullMarked;
