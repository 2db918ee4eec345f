/** Tests of the server of the console. */
@NullMarked
package dev.anabranch.console.internal;

import org.jspecify.annotations.NullMarked;
