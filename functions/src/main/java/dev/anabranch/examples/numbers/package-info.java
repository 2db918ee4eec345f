/** Tasks on whole numbers that several examples share: small enough that nothing but the fan-out itself is to be seen. */
@NullMarked
package dev.anabranch.examples.numbers;

import org.jspecify.annotations.NullMarked;
