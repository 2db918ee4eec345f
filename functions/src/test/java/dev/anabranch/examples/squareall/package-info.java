/** What the square-all example promises. */
@NullMarked
package dev.anabranch.examples.squareall;

import org.jspecify.annotations.NullMarked;
