/** The content of the examples' Lambda package. */
@NullMarked
package dev.anabranch.examples.lambda;

import org.jspecify.annotations.NullMarked;
