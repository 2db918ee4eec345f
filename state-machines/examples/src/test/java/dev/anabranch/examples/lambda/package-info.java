/** What is in the Lambda package of the examples. */
@NullMarked
package dev.anabranch.examples.lambda;

import org.jspecify.annotations.NullMarked;
