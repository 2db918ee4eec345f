/** Evaluates workflows directly in Java. Every run of their translation must have the same result. */
@NullMarked
package dev.anabranch.oracle;

import org.jspecify.annotations.NullMarked;
