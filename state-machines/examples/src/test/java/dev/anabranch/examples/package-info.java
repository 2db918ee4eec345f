/** Tests of the examples' tasks. */
@NullMarked
package dev.anabranch.examples;

import org.jspecify.annotations.NullMarked;
