/** Records of actions, and the port through which they are read and written. */
@NullMarked
package dev.anabranch.runtime.internal.record;

import org.jspecify.annotations.NullMarked;
