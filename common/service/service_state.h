/* service_state: what the files of the frame share. Private to common/service. */
#ifndef KLEOS_SERVICE_SERVICE_STATE_H
#define KLEOS_SERVICE_SERVICE_STATE_H

struct service;
struct parking;

struct parking *service_parking(struct service *service);

#endif
