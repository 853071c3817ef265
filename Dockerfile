# The app, or with another command a worker: see docs/deploy.md.

FROM python:3.11 AS packages
WORKDIR /packages
COPY requirements.txt requirements-extras.txt ./
# TensorFlow without what only graphics cards need; of the extras what a worker needs.
RUN sed 's/^tensorflow==/tensorflow-cpu==/' requirements.txt > wanted.txt \
 && grep -E '^(redis|rq)==' requirements-extras.txt >> wanted.txt \
 && pip install --no-cache-dir --target . -r wanted.txt \
 && rm *.txt
# Left out, 0.7 GB: headers and what compiles against them, tests, symbols for debuggers, and what
# reaches other machines or draws what this app does not.
RUN rm -r tensorflow/include clang grpc pydeck altair plotly/labextension \
    pyarrow/libarrow_flight* pyarrow/_flight* pyarrow/libarrow_s3* pyarrow/_s3fs* \
 && find . -type d -name tests -prune -exec rm -r {} + \
 && strip --strip-unneeded tensorflow/libtensorflow*.so.2

FROM python:3.11-slim
# One user, without rights over the app's files, as Hugging Face's Spaces have it.
RUN useradd --create-home --uid 1000 lab
WORKDIR /app
COPY --from=packages /packages /usr/local/lib/python3.11/site-packages
COPY . .
# Compiled now, for nobody may write there later; and the folder that a volume covers.
RUN python -m compileall -q ae pages app.py \
 && install -d -o 1000 -g 1000 /cache

USER 1000
ENV AE_CACHE_DIR=/cache KERAS_HOME=/cache/keras PYTHONUNBUFFERED=1
VOLUME /cache
EXPOSE 8501
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "deploy/health.py"]
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.port=8501"]
