/** Tests of what is said about plans. */
@NullMarked
package dev.anabranch.explain;

import org.jspecify.annotations.NullMarked;
