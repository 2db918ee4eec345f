/** Examples that count and spell numbers: in parallel, in sequence, in phases, and mixed. */
@NullMarked
package dev.anabranch.examples.numbers;

import org.jspecify.annotations.NullMarked;
