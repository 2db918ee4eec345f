/** Time as the engine knows it: a port with a real clock and one whose time jumps to the next timer when nothing runs. */
@NullMarked
package dev.anabranch.engine.time;

import org.jspecify.annotations.NullMarked;
