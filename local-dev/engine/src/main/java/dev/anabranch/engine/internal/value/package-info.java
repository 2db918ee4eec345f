/** Formats, parses and measures values: timestamps, sizes, ARNs, UUIDs and wildcard patterns. */
@NullMarked
package dev.anabranch.engine.internal.value;

import org.jspecify.annotations.NullMarked;
