/** Numbers in words, and how inputs are refused. */
@NullMarked
package dev.anabranch.examples.numbers;

import org.jspecify.annotations.NullMarked;
