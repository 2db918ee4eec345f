/** What the large-fanout example promises. */
@NullMarked
package dev.anabranch.examples.largefanout;

import org.jspecify.annotations.NullMarked;
