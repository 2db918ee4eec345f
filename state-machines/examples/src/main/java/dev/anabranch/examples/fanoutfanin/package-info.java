/** The example {@code fan-out-fan-in}: branches that a Java loop adds, combined by the prefix of their names. */
@NullMarked
package dev.anabranch.examples.fanoutfanin;

import org.jspecify.annotations.NullMarked;
