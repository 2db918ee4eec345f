/** Reading and measuring values: times, numbers, sizes, ARNs and patterns. */
@NullMarked
package dev.anabranch.engine.internal.value;

import org.jspecify.annotations.NullMarked;
