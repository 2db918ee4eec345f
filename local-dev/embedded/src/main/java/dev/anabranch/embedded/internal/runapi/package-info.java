/** The run API on loopback. */
@NullMarked
package dev.anabranch.embedded.internal.runapi;

import org.jspecify.annotations.NullMarked;
