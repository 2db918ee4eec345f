/** What the tests of all examples share. */
@NullMarked
package dev.anabranch.examples;

import org.jspecify.annotations.NullMarked;
