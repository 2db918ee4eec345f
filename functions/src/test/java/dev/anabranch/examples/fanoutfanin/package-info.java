/** What the fan-out-fan-in example promises. */
@NullMarked
package dev.anabranch.examples.fanoutfanin;

import org.jspecify.annotations.NullMarked;
