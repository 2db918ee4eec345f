/** Reads the results of a fan-out from the records of its actions. */
@NullMarked
package dev.anabranch.runtime.internal.fanin;

import org.jspecify.annotations.NullMarked;
