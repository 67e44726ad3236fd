// The project's default data, embedded: a program that uses the engine needs no folder beside it,
// may be moved freely, and opens no file to draw a digit. Licences: Resources/ATTRIBUTION.md.
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "CData.h"

#include <string.h>

static const uint8_t train_images[] = {
#embed "Resources/mnist-5k/train-images-idx3-ubyte.gz"
};
static const uint8_t train_labels[] = {
#embed "Resources/mnist-5k/train-labels-idx1-ubyte.gz"
};
static const uint8_t test_images[] = {
#embed "Resources/mnist-5k/t10k-images-idx3-ubyte.gz"
};
static const uint8_t test_labels[] = {
#embed "Resources/mnist-5k/t10k-labels-idx1-ubyte.gz"
};
static const uint8_t digits[] = {
#embed "Resources/digits.csv.gz"
};
static const uint8_t camera[] = {
#embed "Resources/images/camera.png"
};
static const uint8_t chelsea[] = {
#embed "Resources/images/chelsea.png"
};

static const struct {
  const char *name;
  const uint8_t *bytes;
  size_t length;
} table[] = {
    {"mnist-5k/train-images-idx3-ubyte.gz", train_images, sizeof train_images},
    {"mnist-5k/train-labels-idx1-ubyte.gz", train_labels, sizeof train_labels},
    {"mnist-5k/t10k-images-idx3-ubyte.gz", test_images, sizeof test_images},
    {"mnist-5k/t10k-labels-idx1-ubyte.gz", test_labels, sizeof test_labels},
    {"digits.csv.gz", digits, sizeof digits},
    {"images/camera.png", camera, sizeof camera},
    {"images/chelsea.png", chelsea, sizeof chelsea},
};

const uint8_t *cdata_resource(const char *name, size_t *length) {
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    if (strcmp(table[i].name, name) == 0) {
      *length = table[i].length;
      return table[i].bytes;
    }
  }
  return NULL;
}
