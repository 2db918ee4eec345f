/** The tasks of the example {@code fan-out-fan-in}: greetings are loaded, dealt to branches and combined. */
@NullMarked
package dev.anabranch.examples.fanoutfanin;

import org.jspecify.annotations.NullMarked;
