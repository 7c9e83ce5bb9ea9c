"""The pure heart of Vigie: values in, values out; standard library only."""
