/** The run API over HTTP on loopback. */
@NullMarked
package dev.anabranch.embedded.internal.runapi;

import org.jspecify.annotations.NullMarked;
