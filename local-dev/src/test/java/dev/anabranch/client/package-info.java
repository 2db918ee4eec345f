/** Clients of run APIs: the parts that no server is needed for. */
@NullMarked
package dev.anabranch.client;

import org.jspecify.annotations.NullMarked;
