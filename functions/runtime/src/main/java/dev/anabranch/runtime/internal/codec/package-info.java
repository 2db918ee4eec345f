/** How values of tasks become JSON and JSON becomes values. */
@NullMarked
package dev.anabranch.runtime.internal.codec;

import org.jspecify.annotations.NullMarked;
