/* bell: what a doorbell message is: the topic with its NUL, then the newest seq as 8 bytes, big-endian. */
#ifndef KLEOS_EVENTS_BELL_H
#define KLEOS_EVENTS_BELL_H

#define BELL_TOPIC   "head"
#define BELL_BEAT_MS 1000 /* it rings at least so often */
#define BELL_DEAD_MS 3000 /* so long without a ring: dial anew */

#endif
